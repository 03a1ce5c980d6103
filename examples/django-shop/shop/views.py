"""The shop's pages, as JSON."""

import json

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from shop.models import Member, Order, Post


@csrf_exempt
def join(request):
    form = json.loads(request.body)
    with transaction.atomic():
        made = Member(username=form["login"], first_name=form["name"], email=form["email"])
        made.set_password(form["password"])
        made.save()
    return JsonResponse({"member": made.pk}, status=201)


@csrf_exempt
@login_required
def order(request):
    form = json.loads(request.body)
    with transaction.atomic():
        made = Order.objects.create(
            member=request.user,
            recipient=form["recipient"],
            mobile=form["mobile"],
            address=form["address"],
            created_at=timezone.now(),
        )
        for isbn in form["books"]:
            made.orderline_set.create(isbn=isbn)
    return JsonResponse({"order": made.pk}, status=201)


def label(request, number):
    """What goes on the parcel."""
    found = get_object_or_404(Order.objects.only("recipient", "mobile", "address"), pk=number)
    return JsonResponse({"to": found.recipient, "mobile": found.mobile, "address": found.address})


def reviews(request, isbn):
    """A book's reviews, with the names of who wrote them."""
    found = Post.objects.filter(isbn=isbn).select_related("member").order_by("-pk")[:20]
    return JsonResponse({"reviews": [{"by": one.member.first_name, "words": one.body} for one in found]})


def birthdays(request, month):
    """To whom the birthday letter goes. Nobody asked them."""
    found = Member.objects.filter(birth__month=month).values_list("email", flat=True)[:100]
    return JsonResponse({"to": list(found)})


def sold(request):
    """How many orders there are: about nobody."""
    return JsonResponse({"orders": Order.objects.count()})
