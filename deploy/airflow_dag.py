"""For Airflow's folder of DAGs: one run of `compare` every day, in UTC, never two at a time."""

from datetime import datetime, timedelta, timezone

from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator

with DAG(
    "compare",
    schedule="40 3 * * *",
    start_date=datetime(2026, 11, 25, tzinfo=timezone.utc),  # noqa: UP017
    catchup=False,
    max_active_runs=1,
):
    BashOperator(
        task_id="run",
        bash_command="cd /opt/compare && .venv/bin/python -m compare run --deadline 7200 --log-json",
        env={"COMPARE_HOME": "/var/lib/compare"},
        append_env=True,
        # The command tries again by itself where that helps; 75 says that another run was on.
        retries=0,
        skip_on_exit_code=75,
        execution_timeout=timedelta(hours=2, minutes=15),
    )
