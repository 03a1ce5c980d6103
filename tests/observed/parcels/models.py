"""A parcel of a member's, whose words lie sealed."""

from uuid import UUID

from django.db import models

import jikim
from jikim.contrib.django.sealed import Sealed


class Parcel(models.Model):
    subject = models.UUIDField()
    recipient = Sealed("order", "name", channel="site", of="person")
    mobile = Sealed("order", "mobile", channel="site", of="person")
    address = Sealed("order", "address", channel="site", of="person")
    state = models.CharField(max_length=10, default="paid")

    class Meta:
        app_label = "parcels"

    @property
    def person(self) -> jikim.Person:
        return jikim.Person(UUID(str(self.subject)), "member")
