"""Words: what the sample company's teams record about a lead, and what they mean by what they say."""

from __future__ import annotations

from alignkit.agreement.vocabulary import Term
from alignkit.history.declarations import FieldDeclaration
from alignkit.samples.pools import CAMPAIGNS, COUNTRIES, INDUSTRIES, ROLES, SOURCES

FIELDS = (
    FieldDeclaration("company", "text", team="marketing"),
    FieldDeclaration("country", "text", one_of=[country for country, _ in COUNTRIES], team="marketing"),
    FieldDeclaration("industry", "text", one_of=[industry for industry, _ in INDUSTRIES], team="marketing"),
    FieldDeclaration("employees", "integer", unit="people", team="sales"),
    FieldDeclaration("role", "text", one_of=[role for role, _ in ROLES], team="sales"),
    FieldDeclaration("email", "text", team="marketing"),
    FieldDeclaration("source", "text", one_of=[source for source, _ in SOURCES], team="marketing"),
    FieldDeclaration("campaign", "text", one_of=CAMPAIGNS, team="marketing"),
    FieldDeclaration("amount", "money", unit="EUR", team="sales", title="deal amount"),
)

VOCABULARY = (
    Term("lead", "Somebody who left a name and an address, and may buy.", ["subscriber"], "Lead"),
    Term("mql", "Fits our ideal customer and has shown interest.", ["marketingqualifiedlead"], "MQL"),
    Term("sal", "Sales has looked at it and will work it.", ["salesacceptedlead"], "SAL"),
    Term("sql", "Sales has heard a need from the lead itself.", ["salesqualifiedlead"], "SQL"),
    Term(
        "opportunity",
        "A deal with an amount and a date by which it may close.",
        ["appointmentscheduled", "qualifiedtobuy", "presentationscheduled", "contractsent"],
        "Opportunity",
    ),
    Term("won", "The order is signed.", ["customer", "closedwon"], "Won"),
    Term("onboarded", "The instrument is installed and its users are trained.", (), "Onboarded"),
    Term("lost", "The deal is closed without an order; the lead may come back.", ["closedlost"], "Lost"),
    Term("disqualified", "Never a customer: a student, a competitor, a supplier.", ["unqualified"], "Disqualified"),
    Term("nurture_mail", "A mail that a person of marketing writes to a lead that sales rejected.", (), "nurture mail"),
    Term("on_hold", "The lead asked for a later call; no clock runs until off hold.", (), "on hold"),
    Term("off_hold", "The time that the lead asked for has come.", (), "off hold"),
)
