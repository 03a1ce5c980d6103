"""The shop's admin, as most are: everything listed, everything searched."""

from django.contrib import admin

from shop.models import Member, Order, Post


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    list_display = ("username", "first_name", "email", "mobile")
    search_fields = ("username", "email", "mobile")


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ("id", "recipient", "address", "state")


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    list_display = ("id", "isbn")
