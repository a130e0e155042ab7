# SPDX-License-Identifier: Apache-2.0
"""What the three traders share: where they get their key from, and what they keep of what they are told."""

import os

from serving import Reader


class Trader(Reader):
    """A client with an account. Its answers are the venue's own words, whatever the library makes of them."""

    def __init__(self, address):
        super().__init__(address)
        self.key = os.environ["BOTSIM_KEY"]
        self.secret = os.environ["BOTSIM_SECRET"]
        self.events = []

    async def do_events(self, since=0):
        """What the account was told, from the number of an event on."""
        return self.events[since:]

    async def do_listen_again(self):
        """What users of the library do after a break. Nothing where it goes on by itself."""

    async def do_troubles(self):
        return self.troubles
