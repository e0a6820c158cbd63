"""Step time over workers, by a model of what was measured on one machine: the tables of docs/spark.md.

    python3 spark/model/scaling.py

A step is the gradient of the worker's rows, the exchange, and the update. A message of m bytes takes
delay + m / rate one way; delay is half of a measured round trip of one number over loopback plus what a network adds, rate the
slower of the network and of what one Java thread moved over loopback. For two workers and no network this gives 0.19 ms for 40,000
numbers, 1.8 for 814,090 and 20 for 10 million, where 0.11, 1.6 and 35 to 42 were measured.
"""

SOFTWARE_DELAY = 16e-6  # seconds; Star, 2 workers, 1 number: 32 us there and back
SOFTWARE_RATE = 2.0e9  # bytes a second each way; Chain, 2 workers, 814,090 numbers: 1.6 ms
NETWORK_DELAY = 25e-6  # stated: a datacenter's switch and two stacks
NETWORKS = {"10 Gbit/s": 1.25e9, "100 Gbit/s": 12.5e9}
WORKERS = [1, 2, 4, 8, 16, 32, 64]

# Milliseconds of the gradient by rows, and of Adam's update: one thread, JDK 17, AMD EPYC, means of two medians of 200.
NETS = {
    "784-50-10": (39_760, {512: 1.20, 256: 0.58, 128: 0.25, 64: 0.135, 32: 0.075, 16: 0.048, 8: 0.031}, 0.014),
    "784-1024-10": (814_090, {512: 11.2, 256: 6.8, 128: 3.46, 64: 1.79, 32: 0.99, 16: 0.59, 8: 0.45}, 0.30),
}


def message(size, network):
    return SOFTWARE_DELAY + NETWORK_DELAY + size / min(SOFTWARE_RATE, network)


def star(workers, numbers, network):
    """All messages pass by worker 0, in and out again."""
    if workers == 1:
        return 0
    each = 4 * numbers / min(SOFTWARE_RATE, network)
    return 2 * (SOFTWARE_DELAY + NETWORK_DELAY) + 2 * (workers - 1) * each


def chain(workers, numbers, network):
    """The last piece goes by all workers and back, behind the others, of which each line carries those up and those down."""
    if workers == 1:
        return 0
    piece = 65536 if workers == 2 else max(4096, min(16384, -(-numbers // workers)))
    rate = min(SOFTWARE_RATE, network)
    ways = 1 if workers == 2 else 2
    return ways * 4 * max(0, numbers - piece) / rate + 2 * (workers - 1) * message(4 * min(piece, numbers), network)


def main():
    for net, (numbers, gradient, update) in NETS.items():
        for network, rate in NETWORKS.items():
            print(f"\n{net}, {numbers:,} numbers, batch 512 (512 a worker), {network}\n")
            print("| workers | gradient | star | chain | step, ms | speed | 512 rows a worker: efficiency |")
            print("|---|---|---|---|---|---|---|")
            alone = gradient[512] + update
            for workers in WORKERS:
                of_star = 1e3 * star(workers, numbers, rate)
                of_chain = 1e3 * chain(workers, numbers, rate)
                exchange = of_star if numbers <= (65536 if workers == 2 else 16384) else of_chain
                step = gradient[512 // workers] + update + exchange
                efficiency = alone / (alone + exchange)
                print(
                    f"| {workers} | {gradient[512 // workers]:.2f} | {of_star:.2f} | {of_chain:.2f} | {step:.2f}"
                    f" | {alone / step:.1f} | {100 * efficiency:.0f} % |"
                )
    print("\nFrom so many numbers on a chain is faster than a star:\n")
    for network, rate in NETWORKS.items():
        for workers in [3, *WORKERS[2:]]:
            first = next(n for n in range(256, 1 << 24, 256) if chain(workers, n, rate) < star(workers, n, rate))
            print(f"{network}, {workers} workers: {first:,}")


main()
