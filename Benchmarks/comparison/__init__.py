# SPDX-License-Identifier: Apache-2.0
"""Martlet beside its peers, under one load."""
