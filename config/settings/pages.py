"""Forms and pages: crispy-forms with our own field template, and the address people know."""

from config import env

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.entrance.SignIn",
    "reset_password": "accounts.forms.entrance.ForgottenPassword",
}

PUBLIC_ADDRESS = env.text("PUBLIC_ADDRESS", "http://127.0.0.1:8000")

# Who is asked to act is known to the reviews; pages of the rooms below say it, too.
WHOSE_TURN = "reviews.queries.work.whose_turn"
