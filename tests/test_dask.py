"A dask DataFrame gives the rows that a table gives: lazily, with the right types, also from other processes."
import os, sys
import pandas as pd
import pytest
from conftest import ROOT
from syriaevents.reports import REPORT_COLUMNS, extract

dd = pytest.importorskip("dask.dataframe", reason='dask is not installed; pip install "syriaevents[dask]"')
sys.path.insert(0, str(ROOT/"bench"))
from recombine import recombine

def table(n, size=250):
    "Recombined articles; short ones."
    return pd.DataFrame(recombine(n, seed=7, size=size)).assign(published=lambda t: pd.to_datetime(t["published"]).astype("datetime64[s]"))

def plain(reports):
    "The rows without what depends on how a table was cut: its index, and where its strings are kept."
    return reports.reset_index(drop=True).astype(REPORT_COLUMNS)

def test_nothing_is_read_before_it_is_asked_for():
    def trap(part): raise AssertionError("read too early")
    lazy = extract(dd.from_pandas(table(10), npartitions=2).map_partitions(trap, meta=table(1)))
    assert dict(lazy.dtypes.astype(str)) == REPORT_COLUMNS and list(lazy.columns) == list(REPORT_COLUMNS)

def test_the_same_rows():
    articles = table(20_000 if os.environ.get("SYRIAEVENTS_SLOW") else 1_000) # 20,000 take some minutes
    lazy = extract(dd.from_pandas(articles, npartitions=23)) # an odd number: no partition is a round one
    pd.testing.assert_frame_equal(plain(lazy.compute(scheduler="sync")), plain(extract(articles)))

def test_types_of_an_empty_partition():
    articles = table(6).assign(text="Nothing moved.")
    assert dict(extract(dd.from_pandas(articles, npartitions=3)).compute(scheduler="sync").dtypes.astype(str)) == REPORT_COLUMNS

def test_a_cluster_of_two_processes():
    distributed = pytest.importorskip("distributed")
    articles = table(60)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, distributed.Client(cluster):
        found = extract(dd.from_pandas(articles, npartitions=4), household_size=6.0).compute()
    pd.testing.assert_frame_equal(plain(found), plain(extract(articles, household_size=6.0)))
