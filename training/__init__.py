"""Renders feet, trains the foot landmark network on them and exports it."""

# In the order of a sample's points, which is that of footcv.feet.landmarks.FootLandmark.
POINTS = ("ankle", "heel", "ball_in", "ball_out", "toe1", "toe2", "toe5", "shin")
# The crop's side, px.
SIZE = 128
COVERS = ("bare", "sock", "shoe")
