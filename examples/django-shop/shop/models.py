"""What the shop keeps."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Member(AbstractUser):
    """Who has an account; staff are members too, as Django has it."""

    mobile = models.CharField(max_length=20, blank=True)
    birth = models.DateField(null=True, blank=True)


class Order(models.Model):
    """What somebody ordered, and where it goes."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    recipient = models.CharField(max_length=60)
    mobile = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default="paid")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)


class OrderLine(models.Model):
    """A book of an order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    isbn = models.CharField(max_length=13)
    count = models.PositiveIntegerField(default=1)


class Post(models.Model):
    """A review that a member wrote."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    isbn = models.CharField(max_length=13)
    body = models.TextField()
    created_at = models.DateTimeField()
