"""Packings of places, compiled: one knapsack, all of them at given prices, two at once, and a dive through several.

An entry is an option seen from its place (a knapsack row): place b holds the entries start[b] to start[b + 1], entry e
has `person[e]`, `weight[e]` units and `gain[e]` points; place b has `capacity[b]` units. All functions are exact but
`dive`, a heuristic: it prices people until the best packings of the places agree on who goes where, fixes the packing
that quarrels least, goes on with the rest, and solves the last two places together.
The first run on a machine compiles them (about 15 CPU seconds) and keeps that beside this file. Plain loops on purpose:
numpy's sorting and assigning of slices take the compiler twice as long as all the rest.
Sources: Kellerer, Pferschy, Pisinger, Knapsack Problems (2004); diving (Sadykov et al. 2019).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.problem import Floats

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

MEMORY = 0.6  # of the last direction in the next one: prices of people swing less
LUCK = 0.5  # people per person: how much chance weighs in the order in which places are fixed
CELLS = 8_000_000  # of the table for two places: with more, people who are sure of one of them are fixed first


@njit(cache=True)
def pack(worth: Floats, weight: Whole, capacity: int, take: Mask) -> float:
    """Max Σ worth z, Σ weight z ≤ capacity, z ∈ {0, 1}: its value, and one best z in `take`."""
    items, size = np.empty(len(worth), np.int64), 0
    for item in range(len(worth)):
        take[item] = False
        if worth[item] > 0 and weight[item] <= capacity:
            items[size] = item
            size += 1
    table = np.zeros(capacity + 1)
    taken = np.zeros((size, capacity + 1), np.bool_)
    for index in range(size):
        units, points = weight[items[index]], worth[items[index]]
        for room in range(capacity, units - 1, -1):
            better = table[room - units] + points
            if better > table[room]:
                table[room] = better
                taken[index, room] = True
    room = capacity
    for index in range(size - 1, -1, -1):
        if taken[index, room]:
            take[items[index]] = True
            room -= weight[items[index]]
    return float(table[capacity])


@njit(cache=True)
def pack_all(start: Whole, weight: Whole, capacity: Whole, worth: Floats, take: Mask) -> float:
    """Pack every place; give the sum of their values."""
    total = 0.0
    for place in range(len(capacity)):
        first, last = start[place], start[place + 1]
        if last - first == 1:  # most places, where many options stand alone
            take[first] = worth[first] > 0 and weight[first] <= capacity[place]
            total += worth[first] if take[first] else 0.0
            continue
        total += pack(worth[first:last], weight[first:last], capacity[place], take[first:last])
    return total


@njit(cache=True)
def forced(worth: Floats, weight: Whole, capacity: int, loss: Floats) -> None:
    """What the best packing loses when each item must be in it, in `loss` (k,) >= 0; infinite where it does not fit."""
    size = len(worth)
    after = np.zeros((size + 1, capacity + 1))  # best of the items from here on, by room
    for item in range(size - 1, -1, -1):
        for room in range(capacity + 1):
            after[item, room] = after[item + 1, room]
        if worth[item] > 0:
            for room in range(weight[item], capacity + 1):
                after[item, room] = max(after[item, room], after[item + 1, room - weight[item]] + worth[item])
    before = np.zeros(capacity + 1)
    for item in range(size):
        best = -np.inf
        for room in range(capacity - weight[item] + 1):
            best = max(best, before[room] + after[item + 1, capacity - weight[item] - room])
        loss[item] = max(0.0, after[0, capacity] - best - worth[item])
        if worth[item] > 0:
            for room in range(capacity, weight[item] - 1, -1):
                before[room] = max(before[room], before[room - weight[item]] + worth[item])


@njit(cache=True)
def forced_all(start: Whole, weight: Whole, capacity: Whole, worth: Floats) -> Floats:
    """What forcing each entry into its place costs there."""
    loss = np.empty(len(worth))
    for place in range(len(capacity)):
        first, last = start[place], start[place + 1]
        if last - first == 1:
            loss[first] = max(0.0, -worth[first]) if weight[first] <= capacity[place] else np.inf
            continue
        forced(worth[first:last], weight[first:last], capacity[place], loss[first:last])
    return loss


@njit(cache=True)
def pack_two(gain: Floats, weight: Whole, capacity: Whole) -> NDArray[np.int8]:
    """Divide n people over two places: `gain`, `weight` (n, 2), gain -inf where one cannot go; 0, 1 or -1 = neither."""
    ways = np.full((len(gain), capacity[0] + 1, capacity[1] + 1), -1, np.int8)
    table = np.zeros((capacity[0] + 1, capacity[1] + 1))
    for one in range(len(gain)):
        left, right = weight[one, 0], weight[one, 1]
        for first in range(capacity[0], -1, -1):
            for second in range(capacity[1], -1, -1):
                best, way = table[first, second], -1
                if first >= left and table[first - left, second] + gain[one, 0] > best:
                    best, way = table[first - left, second] + gain[one, 0], 0
                if second >= right and table[first, second - right] + gain[one, 1] > best:
                    best, way = table[first, second - right] + gain[one, 1], 1
                table[first, second] = best
                ways[one, first, second] = way
    chosen = np.full(len(gain), -1, np.int8)
    first, second = capacity[0], capacity[1]
    for one in range(len(gain) - 1, -1, -1):
        chosen[one] = ways[one, first, second]
        if chosen[one] == 0:
            first -= weight[one, 0]
        elif chosen[one] == 1:
            second -= weight[one, 1]
    return chosen


@njit(cache=True)
def dive(
    start: Whole, person: Whole, weight: Whole, capacity: Whole, gain: Floats, unit_price: Floats, prices: Floats,
    places: Whole, free: Mask, rounds: int, step: float, luck: Floats, taken: Mask,
) -> None:  # fmt: skip
    """Divide the `free` people (bool P) over `places`; the outcome is in `taken` (bool, entries).

    `prices` (P,) of people and `unit_price` (B,) of a unit in each place are where it begins; `step` points;
    `luck` (B,) 0..1 of each place.
    """
    price, slope, count = prices.copy(), np.zeros(len(prices)), np.zeros(len(prices), np.int64)
    free, left = free.copy(), places.copy()
    while len(left) > 2:
        for number in range(rounds):
            for place in left:
                for entry in range(start[place], start[place + 1]):
                    count[person[entry]] = 0
            for place in left:
                first, last = start[place], start[place + 1]
                worth = np.empty(last - first)
                for entry in range(first, last):
                    worth[entry - first] = gain[entry] - price[person[entry]] if free[person[entry]] else 0.0
                pack(worth, weight[first:last], capacity[place], taken[first:last])
                for entry in range(first, last):
                    count[person[entry]] += taken[entry]
            if number < rounds - 1:
                for place in left:
                    for entry in range(start[place], start[place + 1]):
                        one = person[entry]
                        if free[one] and count[one] >= 0:
                            slope[one] = MEMORY * slope[one] + (1 - MEMORY) * (1 - count[one])
                            price[one] = max(0.0, price[one] - step * (1 - number / rounds) * slope[one])
                            count[one] = -1  # done
        least, at = np.inf, 0
        for index, place in enumerate(left):
            quarrel, size = 0.0, 0
            for entry in range(start[place], start[place + 1]):
                if taken[entry]:
                    quarrel += count[person[entry]] - 1
                    size += 1
            quarrel = quarrel / max(1, size) + LUCK * luck[place]
            if quarrel < least:
                least, at = quarrel, index
        for index, place in enumerate(left):
            for entry in range(start[place], start[place + 1]):
                if index != at:
                    taken[entry] = False
                elif taken[entry]:
                    free[person[entry]] = False
        left = np.concatenate((left[:at], left[at + 1 :]))
    _last_two(start, person, weight, capacity, gain, unit_price, left, free, taken)


@njit(cache=True)
def _last_two(
    start: Whole, person: Whole, weight: Whole, capacity: Whole, gain: Floats, unit_price: Floats, places: Whole,
    free: Mask, taken: Mask,
) -> None:  # fmt: skip
    """Divide the free people over one or two places; exact unless the table would be too large."""
    number = np.full(len(free), -1, np.int64)
    size = 0
    for place in places:
        for entry in range(start[place], start[place + 1]):
            taken[entry] = False
            if free[person[entry]] and number[person[entry]] < 0:
                number[person[entry]] = size
                size += 1
    gains, weights = np.full((size, 2), -np.inf), np.zeros((size, 2), np.int64)
    entries = np.full((size, 2), -1, np.int64)
    room = np.zeros(2, np.int64)
    sure = np.zeros(size)  # how much better one place is than the other, at the prices of a unit
    for side, place in enumerate(places):
        room[side] = capacity[place]
        for entry in range(start[place], start[place + 1]):
            one = number[person[entry]]
            if one >= 0:
                gains[one, side], weights[one, side], entries[one, side] = gain[entry], weight[entry], entry
                net = gain[entry] - unit_price[place] * weight[entry]
                sure[one] += net if side == 0 else -net
    while size and size * (room[0] + 1) * (room[1] + 1) > CELLS:
        one = np.argmax(np.abs(sure[:size]))
        side = 0 if sure[one] > 0 else 1
        if entries[one, side] >= 0 and weights[one, side] <= room[side]:
            room[side] -= weights[one, side]
            taken[entries[one, side]] = True
        size -= 1  # the last one takes its place
        sure[one] = sure[size]
        for side in range(2):
            gains[one, side], weights[one, side] = gains[size, side], weights[size, side]
            entries[one, side] = entries[size, side]
    chosen = pack_two(gains[:size], weights[:size], room)
    for one in range(size):
        if chosen[one] >= 0:
            taken[entries[one, chosen[one]]] = True
