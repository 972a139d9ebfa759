import pandas as pd, numpy as np, warnings
import sys; sys.path.insert(0,'/work/h/series/tests')
from test_series import table
from syriaevents.series import *
r=table([(0,2,10,10,10,False),(1,1,5,5,5,True),(3,1,7,7,7,False)])
for na in (pd.NA,None,np.nan):
    x=r.assign(said_by=['SOHR',na,na],destination=pd.Series([na,'Hol',na],dtype=object))
    print(flows(x,by='said_by').reset_index().to_string()); print(flows(x,by=['said_by','destination'],freq='W').reset_index().to_string())
    contradictions(x,by='said_by'); coverage(x,by='said_by'); stocks(x,by='said_by')
x=r.astype({'said_by':'string','kind':'string','unit':'string','planned':'boolean','approx':'boolean'}); x.loc[0,'planned']=pd.NA; x.loc[1,'kind']=pd.NA
print(flows(x), flows(x).attrs)
x=r.assign(said_by=r.said_by.astype('category')); print(flows(x,by='said_by').dtypes)
x=r.assign(start=r.start.dt.date,end=r.end.dt.strftime('%Y-%m-%d')); print(flows(x).shape)
try: flows(r.assign(start=r.start.dt.tz_localize('UTC')))
except ValueError as e: print(e)
try: flows(r.assign(start='soon'))
except ValueError as e: print(e)
pd.concat([flows(r),flows(r)]); flows(r).copy(); flows(r).to_csv()
print(contradictions(r).dtypes)
e=r.iloc[:0]; print(flows(e,by='said_by').dtypes, contradictions(e).dtypes)
