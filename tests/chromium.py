"""Chromium for the tests, without what nobody looks at: its own windows' bars and menus, and the processes behind them."""

from __future__ import annotations

import os

from playwright.sync_api import Browser, Playwright

CHROMIUM = os.environ.get("DIENHONG_CHROMIUM", "/usr/bin/chromium")
WITHOUT = (
    # Pages behind the address bar of every window, each a process of a second before the window is there.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    # A process for the window that may be opened next.
    "SpareRendererForSitePerProcess",
    # What Playwright leaves out itself: only the last list counts.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-features=" + ",".join(WITHOUT)]


def launched(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
