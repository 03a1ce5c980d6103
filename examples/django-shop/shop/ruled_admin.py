"""The shop's admin, without values."""

from django.contrib import admin

from jikim.contrib.django.admin import AttachedAdmin
from shop.models import Member, Order, Post

for model in (Member, Order, Post):
    admin.site.unregister(model)
    admin.site.register(model, AttachedAdmin)
