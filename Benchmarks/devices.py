"""Writes devices as NDJSON: devices.py FROM UNTIL"""

import sys

# As many as fit on a page, and the same at every size: they show what a filter costs that few devices pass.
PILOTS = 100


def device_id(number):
    return f"device-{number:07}"


def line(number):
    tags = f'"site":"site-{number % 50}"'
    if number % 10 == 0 and number < 10 * PILOTS:
        tags += ',"pilot":"yes"'
    return f'{{"deviceId":"{device_id(number)}","tags":{{{tags}}}}}\n'


if __name__ == "__main__":
    sys.stdout.writelines(line(number) for number in range(int(sys.argv[1]), int(sys.argv[2])))
