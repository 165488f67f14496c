"""A dossier as ready words: templates only set them."""
