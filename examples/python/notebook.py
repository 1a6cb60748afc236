import html
import subprocess

from IPython.display import display

subprocess.run("tanimark split dataset:drugs -o split.csv", shell=True, check=True)
subprocess.run("tanimark score --split split.csv -o score.html", shell=True, check=True)
page = html.escape(open("score.html", encoding="utf-8").read())
frame = f'<iframe srcdoc="{page}" style="width: 100%; height: 40em; border: 0"></iframe>'
display({"text/html": frame, "text/plain": "the page of score.html"}, raw=True)
