"""How fast lcgraph is and how much memory it takes, as ratios against others on the same work.

Times on one machine mean little on another, and on a busy machine little at all. So both sides of
each comparison run in turn within one run, each in a process of its own, and what counts is the
median of their ratios.
"""

import sys
from pathlib import Path

# What is measured is what lies beside this folder, not what may be installed.
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
