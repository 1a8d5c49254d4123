# SPDX-License-Identifier: Apache-2.0
"""Real `martlet` processes, and clients written without any of its code."""
