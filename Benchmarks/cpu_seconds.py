"""Prints the CPU seconds that a process and its living children have used: cpu_seconds.py PID"""

import os
import sys


def ticks(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        # The program's name, in brackets, may hold spaces; utime and stime are fields 14 and 15.
        fields = file.read().rpartition(")")[2].split()
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        children = file.read().split()
    return int(fields[11]) + int(fields[12]) + sum(ticks(child) for child in children)


def cpu_seconds(pid):
    return ticks(pid) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(cpu_seconds(sys.argv[1]))
