"""Where the pages are, and the page of one's own data."""

from django.contrib import admin
from django.urls import path

from shop import my_data, urls
from shop import ruled_admin as ruled_admin

urlpatterns = [
    path("my-data", my_data.page, name="my_data"),
    path("my-data/more", my_data.more, name="more"),
    path("admin/", admin.site.urls),  # before the shop's own, which are those of its first admin
    *urls.urlpatterns,
]
