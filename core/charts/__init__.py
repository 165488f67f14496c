"""Charts as plain geometry: computed here, printed by one small SVG template each.

The same drawing stands on the page and in the dossier, so every shape carries presentation
attributes that hold without a style sheet, and classes that follow light and dark on the page.
"""
