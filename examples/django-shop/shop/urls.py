"""Where the pages are."""

from django.contrib import admin
from django.urls import path

from shop import views

urlpatterns = [
    path("join", views.join, name="join"),
    path("orders", views.order, name="order"),
    path("orders/<int:number>/label", views.label, name="label"),
    path("books/<str:isbn>/reviews", views.reviews, name="reviews"),
    path("birthdays/<int:month>", views.birthdays, name="birthdays"),
    path("sold", views.sold, name="sold"),
    path("admin/", admin.site.urls),
]
