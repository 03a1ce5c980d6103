"""Signing in to a Django project by the accounts that are sealed in Jikim.

```python
AUTHENTICATION_BACKENDS = ["jikim.contrib.django.signing_in.Accounts"]
```

The name is the policy's login ID or e-mail, the password its password: both lie sealed, tries are counted and wait as at
Jikim's own door, and a name that nobody has takes the same steps. Django's user is a row that says nothing of the person:
its username is their number.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend

from jikim.accounts.credentials import sign_in
from jikim.contrib.django.ruled import opened
from jikim.store.rows import person_row

HERE = 1


class Accounts(ModelBackend):
    """`authenticate(request, username=…, password=…)`. Permissions are those of Django's own rows."""

    def authenticate(self, request: Any, username: str | None = None, password: str | None = None, **_: Any) -> Any:
        if not username or not password:
            return None
        address = request.META.get("REMOTE_ADDR", "") if request is not None else ""
        done = opened().do(sign_in, username, password, address)
        if done.person is None:
            return None
        model = get_user_model()
        user, new = model._default_manager.get_or_create(**{model.USERNAME_FIELD: str(done.person.subject)})
        if new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return user if self.user_can_authenticate(user) else None

    def get_user(self, user_id: Any) -> Any:
        """Whoever left, or is away, is signed in no more."""
        user = super().get_user(user_id)
        if user is None:
            return None
        try:
            subject = UUID(user.get_username())
        except ValueError:
            return None
        person = opened().driver.run(person_row(subject))
        return user if person is not None and person.state == HERE else None
