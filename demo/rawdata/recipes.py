"""The made-up raw data by name, as the project files ask for it."""

from collections.abc import Callable, Mapping

from demo.rawdata.invoices import invoices
from demo.rawdata.returns import returns
from demo.rawdata.sales import sales
from demo.rawdata.service_calls import service_calls
from demo.rawdata.tickets import tickets

RECIPES: Mapping[str, Callable[[int, int], bytes]] = {
    "tickets": tickets,
    "sales": sales,
    "returns": returns,
    "invoices": invoices,
    "service_calls": service_calls,
}
