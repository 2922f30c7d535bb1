"""What OpenCV's CLAHE makes of small pictures of 8 bits: python make_golden.py, with the versions that clahe.json names."""

import json

import cv2
import numpy as np

def img(w,h,seed):
    # integers alone, so that Java makes the same picture
    x=np.arange(w)[None,:]; y=np.arange(h)[:,None]
    return ((x*x*seed+3*y*y+x*y*7+ (x//9)*(y//7)*11)%(64+seed*16)+ (x*96//w)).astype(np.uint8)
cases=[]
for (w,h,t,c,s) in [(32,24,4,2.0,1),(33,24,4,2.0,2),(37,29,8,40.0,3),(16,16,1,3.0,4),(5,3,8,2.0,5),(40,40,2,1.0,6),(1,1,8,2.0,7)]:
    a=img(w,h,s); assert a.max()<256
    r=cv2.createCLAHE(clipLimit=c,tileGridSize=(t,t)).apply(a)
    cases.append(dict(width=w,height=h,tiles=t,clip_limit=c,values=a.flatten().tolist(),equalised=r.flatten().tolist()))
json.dump(dict(made_with=f"OpenCV {cv2.__version__}, numpy {np.__version__}",cases=cases),open('clahe.json','w'),separators=(',',':'))
