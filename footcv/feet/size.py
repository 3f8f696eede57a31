"""How big a foot is in the picture, when its own landmarks cannot be trusted alone."""

# The foot is at least this share of the shank: 0.152 H over 0.246 H (Drillis and Contini 1966), seen at a slant; from the front its landmarks collapse.
FOOT_OVER_SHANK = 0.45
SMALLEST_FOOT_PX = 18.0
