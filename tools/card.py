"""Draw nbs/card.png, the picture that other sites show with a link to ours: departures from the last pocket."""
import sys
from pathlib import Path
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
from syriaevents.charts import plot_flows
from syriaevents.pocket import departures
from syriaevents.datasets import load_articles
from syriaevents.reports import extract
from syriaevents.series import flows

def main():
    left = departures(extract(load_articles()))
    _, ax = plt.subplots(figsize=(7.5, 3.9375), layout="constrained") # 1200 by 630 pixels, as link previews want it
    plot_flows(flows(left[left["said_by"] == "SOHR"], freq="W"), ax=ax, measure="People who left the pocket", incomplete=True,
               title="From dated news text to displacement evidence", source="syriaevents; SOHR in the press, our own digests")
    ax.figure.savefig(Path(__file__).parents[1]/"nbs"/"card.png", dpi=160, metadata={"Software": None})

if __name__ == "__main__": sys.exit(main())
