"""Machines that are namespaces of the kernel's network: each with an address, all on one switch."""

import ctypes
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

CLONE_NEWNET = 0x40000000
ADDRESSES = {
    "balancer": "10.0.0.1",
    "one": "10.0.0.11",
    "two": "10.0.0.12",
    "three": "10.0.0.13",
    "database": "10.0.0.20",
    "reader": "10.0.0.101",
    "stranger": "10.0.0.102",
}


def run(*command, **more):
    """Runs a command, and ends with what it said where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")
    return done.stdout


class Network:
    """Made when it is entered, gone when it is left."""

    def __init__(self):
        self.tag = f"concord-{os.getpid()}"
        self.threads = {}

    def __enter__(self):
        run("ip", "netns", "add", self.name("switch"))
        self.ip("switch", "link", "add", "bridge", "type", "bridge")
        self.ip("switch", "link", "set", "bridge", "up")
        for machine, address in ADDRESSES.items():
            run("ip", "netns", "add", self.name(machine))
            self.ip("switch", "link", "add", machine, "type", "veth",
                    "peer", "name", "eth0", "netns", self.name(machine))
            self.ip("switch", "link", "set", machine, "master", "bridge", "up")
            self.ip(machine, "address", "add", f"{address}/24", "dev", "eth0")
            self.ip(machine, "link", "set", "lo", "up")
            self.ip(machine, "link", "set", "eth0", "up")
        self.know_each_other()
        return self

    def __exit__(self, *_):
        for machine in ["switch", *ADDRESSES]:
            subprocess.run(["ip", "netns", "del", self.name(machine)], capture_output=True)

    def know_each_other(self):
        """Has each machine know the others' cards: one whose cable is pulled is silent, and not unknown."""
        cards = {}
        for machine in ADDRESSES:
            text = self.ip(machine, "-o", "link", "show", "eth0")
            cards[machine] = text.split("link/ether ")[1].split()[0]
        for machine in ADDRESSES:
            for other, card in cards.items():
                if other != machine:
                    self.ip(machine, "neigh", "replace", ADDRESSES[other],
                            "lladdr", card, "dev", "eth0", "nud", "permanent")

    def name(self, machine):
        return f"{self.tag}-{machine}"

    def ip(self, machine, *arguments):
        return run("ip", "-n", self.name(machine), *arguments)

    def inside(self, machine, *command):
        """Returns a command as it runs on a machine."""
        return ["ip", "netns", "exec", self.name(machine), *map(str, command)]

    def pull_cable(self, machine):
        """From now on what is sent to a machine or by it is lost."""
        self.ip("switch", "link", "set", machine, "down")

    def put_cable_back(self, machine):
        self.ip("switch", "link", "set", machine, "up")

    def cut_off(self, machine, other):
        """From now on a machine hears nothing of another."""
        self.ip(machine, "neigh", "replace", ADDRESSES[other],
                "lladdr", "02:00:00:00:00:01", "dev", "eth0", "nud", "permanent")

    def begin(self, machine, work, *arguments):
        """Begins something on a machine, in a thread of this program."""
        if machine not in self.threads:
            self.threads[machine] = ThreadPoolExecutor(
                max_workers=16, initializer=enter, initargs=(self.name(machine),))
        return self.threads[machine].submit(work, *arguments)


def enter(name):
    """Has this thread be in a namespace."""
    library = ctypes.CDLL(None, use_errno=True)
    with open(f"/run/netns/{name}", "rb") as namespace:
        if library.setns(namespace.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "this thread cannot enter the namespace")
