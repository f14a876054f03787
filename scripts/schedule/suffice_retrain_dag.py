"""Retraining every night by Apache Airflow (2.4 or later): copy to the folder of DAGs and correct the two paths.

The exit codes decide: 0 published or nothing new; 5 the gate kept the old model, 6 another run is at work, both shown
as skipped; any other fails the task. Codes 1 to 4 are not cured by trying again at once, so the one retry comes after
an hour, and it does nothing twice: the same input gives the same version.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

SUFFICE = "/opt/suffice/scripts/suffice"
CONFIG = "/etc/suffice/retrain.conf"

with DAG(
    dag_id="suffice_retrain",
    description="Trains on the new day, compares, publishes or keeps the old model",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,  # one run reads every day that is new
    max_active_runs=1,
    default_args={
        "retries": 1,
        "retry_delay": timedelta(hours=1),
        "execution_timeout": timedelta(hours=6),
    },
    tags=["suffice"],
) as dag:
    retrain = BashOperator(
        task_id="retrain",
        # Airflow renders {{ }} in this text; the words need no quotes for the shell.
        bash_command=f"{SUFFICE} retrain --config {CONFIG}; code=$?; "
        "case $code in 5|6) exit 99 ;; *) exit $code ;; esac",
        skip_on_exit_code=99,
    )
    history = BashOperator(
        task_id="history",
        bash_command=f"{SUFFICE} retrain history --config {CONFIG}",
        trigger_rule="all_done",
    )
    retrain >> history
