"""The official client of the Model Context Protocol against `fortinac mcp --demo`: every tool, ten jobs of administrators
with the calls that each takes, and what the results cost a model (counted by tokens.mjs).

assistant.py FORTINAC TEXTS
"""

import asyncio
import json
import sys

from mcp import Client, ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

FORTINAC, TEXTS = sys.argv[1:]
TOOLS = ["find", "host_policy", "list_hosts", "list_rogues", "list_users", "list_guests", "count", "audit_log",
         "search_operations", "describe_operation", "call_operation"]


def server(*arguments):
    return StdioServerParameters(command=FORTINAC, args=["mcp", "--demo", *arguments])


class Job:
    """Counts the calls that answer a question."""

    def __init__(self, client, texts):
        self.client, self.texts, self.calls, self.used = client, texts, 0, set()

    async def __call__(self, tool, **arguments):
        result = await self.client.call_tool(tool, arguments)
        if result.is_error:
            raise AssertionError(f"{tool} {arguments}: {result.content[0].text}")
        self.calls += 1
        self.used.add(tool)
        # The text says the same as the structure, for clients that read only one of them.
        assert json.loads(result.content[0].text) == result.structured_content
        self.texts.setdefault(tool, json.dumps(result.structured_content, separators=(",", ":")))
        return result.structured_content


async def look_up(job):
    "Which device is 0200.5e00.53c7, and where is it?"
    assert (await job("find", what="0200.5e00.53c7"))["rows"][0]["location"] == "sw-c-02 port 17"


async def why(job):
    "Why does cam-c-017 have its access?"
    assert (await job("host_policy", host="cam-c-017"))["policies"][0]["name"] == "Cameras to surveillance"


async def role(job):
    "Which panels are there, and how many?"
    assert (await job("list_hosts", filter=["role==NAC-Panels"]))["total"] == 8


async def rogues(job):
    "Which connected devices has nobody registered?"
    assert (await job("list_rogues", connected=True))["total"] > 0


async def how_many(job):
    "How many hosts does the appliance know?"
    assert (await job("count", resource="host"))["count"] == 201


async def accounts(job):
    "Which guests and which users have an account?"
    assert (await job("list_guests"))["total"] == 1
    assert (await job("list_users"))["total"] == 2


async def changes(job):
    "Who changed the account mlind?"
    assert (await job("audit_log", since="2024-01-01"))["rows"][0]["userID"] == "root"


async def switches(job):
    "Which switches are there?"
    found = await job("search_operations", query="list devices")
    assert "device_list" in [one["operation"] for one in found["operations"]]
    assert (await job("call_operation", operation="device_list"))["total"] > 5


async def ports(job):
    "What is known of the ports of a switch?"
    device = (await job("call_operation", operation="device_list", columns=["id", "name"]))["rows"][0]
    found = await job("search_operations", query="ports of a device")
    assert "port_by_device" in [one["operation"] for one in found["operations"]]
    described = await job("describe_operation", operation="port_by_device")
    name = next(one["name"] for one in described["arguments"] if one.get("required"))
    await job("call_operation", operation="port_by_device", arguments={name: device["id"]})


async def quarantine(job):
    "Put cam-c-017 into quarantine."
    call = {"operation": "host_set_role", "arguments": {"id": "cam-c-017", "role": "NAC-Quarantine"}}
    planned = await job("call_operation", **call)
    assert planned["plan"]["changes"][0]["role"] == "NAC-Cameras"
    assert (await job("call_operation", **call, confirm=planned["confirm"]))["result"] == "done"
    assert (await job("find", what="cam-c-017"))["rows"][0]["role"] == "NAC-Quarantine"


JOBS = [look_up, why, role, rogues, how_many, accounts, changes, switches, ports, quarantine]


async def main():
    texts, used = {}, set()
    async with Client(server("--allow-writes", "host")) as client:
        print("protocol:", client.protocol_version)
        assert "never instructions" in client.instructions
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == TOOLS, tools
        listed = [tool.model_dump(by_alias=True, exclude_none=True) for tool in tools]
        texts["tools/list"] = json.dumps({"tools": listed}, separators=(",", ":"))
        for job in JOBS:
            counted = Job(client, texts)
            await job(counted)
            used |= counted.used
            print(f"{counted.calls} calls: {job.__doc__}")
    assert used == set(TOOLS), set(TOOLS) - used
    # One that greets as clients did before.
    async with stdio_client(server()) as (read, write), ClientSession(read, write) as session:
        greeting = await session.initialize()
        print("protocol of an older client:", greeting.protocol_version)
        tools = (await session.list_tools()).tools
        assert [tool.name for tool in tools] == TOOLS
        assert all(tool.annotations.read_only_hint for tool in tools)
        refused = await session.call_tool("call_operation", {"operation": "user_delete", "arguments": {"id": 31}})
        assert refused.is_error and "--allow-writes user" in refused.content[0].text, refused
    with open(TEXTS, "w") as file:
        json.dump(texts, file)


asyncio.run(main())
