"""A workflow of one gate, as small as the language allows."""

LEAFLET = """
workflow: leaflet
title: Leaflet
record: leaflet
form:
  - section: about
    fields:
      - {name: title, kind: line, label: Title, required: yes}
tiers: [{tier: T1}]
gates:
  - gate: medical
    panel: {role: medical_reviewer}
    decide: {approve: 1}
    reviews: [about]
    within: 8 business hours
    escalate: [{at: 100%, to: delegate}]
"""
