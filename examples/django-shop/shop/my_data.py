"""All that is known of whoever is signed in, by the shop's own accounts, on one page."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jikim.contrib.django.ruled import attached, hand_off, opened


@login_required
def page(request):
    """The shop's own rows, what lies sealed in Jikim, what rests, and who used it."""
    told, file = attached().of(connection, request.user.pk).show(request.user.pk), opened().policy.file
    cards = [
        (
            file.records[card.ref.kind].label["ko"],
            [(file.items[item].label["ko"], said) for item, said in card.values.items()],
        )
        for card in (*told.cards, *told.resting)
    ]
    return render(request, "my_data.html", {"cards": cards, "uses": told.uses})


@login_required
@require_POST
def more(request):
    """On to the site of Jikim, signed in: consents, requests, downloads."""
    return redirect(hand_off(attached().of(connection, request.user.pk).ref("account", request.user.pk).subject))
