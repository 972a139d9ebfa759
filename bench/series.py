"Cost of `flows` as days and reports grow, beside the plain way of finding the bounds (two linear programs per day)."
import resource
import time
import numpy as np
import pandas as pd
from scipy.optimize import linprog
from syriaevents.series import flows

def press(days, n, seed=0):
    "Overlapping true reports about made-up flows: days, weeks, months, totals since the start of the year; a third of them rounded."
    rng = np.random.default_rng(seed)
    F = np.r_[0, np.floor(rng.gamma(.7, 300, days)).cumsum()]
    b = rng.integers(1, days + 1, n)
    a = np.maximum(0, b - np.where(rng.random(n) < .7, rng.integers(1, 8, n), rng.integers(8, 200, n)))
    a = np.where(rng.random(n) < .2, (b - 1)//365*365, a)
    approx = rng.random(n) < .3
    people = np.where(approx, (F[b] - F[a])*rng.uniform(.96, 1.04, n), F[b] - F[a])
    start = pd.Timestamp("2012-01-01")
    return pd.DataFrame(dict(report_id=[f"R{k}" for k in range(n)], people_low=people, people_best=people, people_high=people, approx=approx, unit="people", kind="flow",
                             planned=False, negated=False, subset_of=pd.NA, start=start + pd.to_timedelta(a, "D"), end=start + pd.to_timedelta(b - 1, "D"), said_by="monitor"))

def seconds(f, *args, **kw):
    begin = time.perf_counter(); f(*args, **kw)
    return time.perf_counter() - begin

def two_programs_per_day(r):
    "The bounds of each day by linear programs on the days themselves."
    days = pd.date_range(r.start.min(), r.end.max())
    A = ((days.to_numpy() >= r.start.to_numpy()[:, None]) & (days.to_numpy() <= r.end.to_numpy()[:, None])).astype(float)
    give = np.where(r.approx, .05, 0)
    rhs = np.r_[r.people_high*(1 + give) + .01, -r.people_low*(1 - give) + .01]
    for t in range(len(days)):
        for sign in (1, -1): linprog(sign*np.eye(len(days))[t], np.vstack([A, -A]), rhs)

if __name__ == "__main__":
    print(f"{'days':>6} {'reports':>8} {'compatible s':>13} {'likely s':>9} {'weekly s':>9} {'LPs s':>8} {'peak MB':>8}")
    for days,n in ((30, 50), (120, 200), (365, 500), (1825, 2500), (3650, 1000), (3650, 5000)):
        r = press(days, n)
        cost = [seconds(flows, r), seconds(flows, r, band="likely"), seconds(flows, r, freq="W")]
        plain = f"{seconds(two_programs_per_day, r):8.2f}" if days <= 120 else "       -"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024
        print(f"{days:6} {n:8} {cost[0]:13.2f} {cost[1]:9.2f} {cost[2]:9.2f} {plain} {peak:8.0f}", flush=True)
