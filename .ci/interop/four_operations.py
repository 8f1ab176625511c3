"""The four operations that the project began with, by a client that openapi-generator made of the spec."""

import os
import sys

import fortinac
from fortinac.api.policy_access_api import PolicyAccessApi
from fortinac.api.system_background_task_api import SystemBackgroundTaskApi
from fortinac.api.system_group_api import SystemGroupApi
from fortinac.api.user_api import UserApi
from fortinac.models import AccessPolicy, BackgroundTask, User


def main() -> int:
    configuration = fortinac.Configuration(
        host=os.environ["FORTINAC_URL"], access_token=os.environ["FORTINAC_TOKEN"]
    )
    with fortinac.ApiClient(configuration) as client:
        task = BackgroundTask(name="Rescan lab", landscape=402817365519)
        answer = SystemBackgroundTaskApi(client).background_task_create(task)
        assert answer.status == "success", answer

        answer = PolicyAccessApi(client).access_policy_update(18, AccessPolicy(name="Lab"))
        assert answer.status == "success", answer

        answer = SystemGroupApi(client).group_get(212)
        assert answer.status == "success" and answer.result.name, answer

        users = UserApi(client)
        answer = users.user_update(31, User(id=31, notes="by another generator"))
        assert answer.status == "success", answer
        user = users.user_get(31).results[0]
        assert user.notes == "by another generator" and user.user_id, user
    print("4 operations by a client of openapi-generator: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
