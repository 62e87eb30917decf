Feature: Policy check
  A definition is checked before it governs anyone: against itself, against the days of the calendar, and against the
  people who exist. Every problem is told at once, with its line, the people concerned and the cure.

  Background:
    Given the policy “leaflet” is in force
    And these people:
      | person | holds                                     |
      | Mia    | medical_reviewer                          |
      | Max    | medical_reviewer                          |
      | Moe    | medical_reviewer, medical_head            |
      | Leo    | legal_reviewer                            |
      | Lena   | legal_reviewer                            |
      | Lars   | legal_reviewer                            |
      | Rosa   | regulatory_reviewer                       |
      | Rut    | regulatory_reviewer                       |
      | Rolf   | regulatory_reviewer                       |
      | Sven   | signatory                                 |
      | Sara   | signatory                                 |
      | Sonja  | signatory                                 |
      | Karl   | coordinator                               |
      | Bo     | chair of the board                        |
      | Ben    | medical of the board                      |
      | Bea    | compliance of the board                   |
      | Ada    | administrator                             |

  Rule: Panels are held against the people who exist

    Scenario: A policy whose panels suffice
      When the policy leaflet is checked
      Then it may be published

    Scenario: The only reviewer may own it, or stand aside
      Given the role of medical_reviewer ends for Max
      And the role of medical_reviewer ends for Moe
      And the role of medical_head ends for Moe
      When the policy leaflet is checked
      Then it may not be published
      And a problem is told at “panel: {role: medical_reviewer}”: “If Mia owns it, worked on “Need” or stands aside, nobody of medical reviewer may decide at “Medical”. Mia is the only medical reviewer.”
      And a problem is told at “to: medical_head}]”: “nobody is that”

    Scenario: Whoever it is escalated to saves it, late
      Given the role of medical_reviewer ends for Max
      And the role of medical_reviewer ends for Moe
      When the policy leaflet is checked
      Then it may be published
      And a note is told at “panel: {role: medical_reviewer}”: “waits until its clock has run out and the medical head may decide, too”

    Scenario: A committee that asks for all its seats
      Given the policy “leaflet” is changed: “present: 60%” becomes “present: 100%”
      When the policy leaflet is checked
      Then it may not be published
      And a problem is told at “panel: board”: “only 2 of the 3 people whom “Steering” needs may decide”

    Scenario: A holiday of everybody
      Given Leo is away until Wednesday 2 December, 9:00
      And Lena is away until Friday 27 November, 9:00
      And Lars is away until Monday 30 November, 9:00
      When the policy leaflet is checked
      Then it may be published
      And a note is told at “panel: {role: legal_reviewer}”: “nobody of legal reviewer is there before 27 Nov 2026”

  Rule: Examples are run by the engine that runs in production

    Scenario: An example that comes out otherwise
      Given the policy “leaflet” is changed: “rework:” becomes “examples:\n  - {example: For patients, answers: {audience: patients}, tier: T1, decisions: {legal: reject}, outcome: rejected}\nrework:”
      When the policy leaflet is checked
      Then it may not be published
      And a problem is told at “- {example: For patients”: “expects the tier T1; it is T3”

    Scenario: An example that is kept
      Given the policy “leaflet” is changed: “rework:” becomes “examples:\n  - {example: For patients, answers: {audience: patients}, tier: T3, decisions: {legal: request changes}, outcome: returned}\nrework:”
      When the policy leaflet is checked
      Then it may be published

  Rule: A deadline has one reading

    Scenario: A day when the clocks change
      Given the policy “leaflet” is changed: “within: 8 business hours” becomes “within: 1 days”
      When the policy leaflet is checked
      Then it may not be published
      And a problem is told at “within: 1 days”: “end on Mon 29 Mar 2027 here, counted as 24 hours, and on Sun 28 Mar 2027 counted by the calendar”

    Scenario: A year after a leap day
      Given the policy “leaflet” is changed: “rework:” becomes “afterwards: {expires: {after: 12 months}}\nrework:”
      When the policy leaflet is checked
      Then it may be published
      And a note is told at “afterwards:”: “from Tue 29 Feb 2028 09:00 end on Wed 28 Feb 2029 here”

  Rule: A rule may say where it comes from

    Scenario: A source that nobody has read for a year
      Given the policy “leaflet” is changed: “    title: Legal” becomes “    title: Legal\n    source: SOP-114 §4.2\n    reviewed: 2025-11-15”
      When the policy leaflet is checked
      Then it may be published
      And a note is told at “reviewed: 2025-11-15”: “last reviewed on 2025-11-15: more than twelve months ago”
