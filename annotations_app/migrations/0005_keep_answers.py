"""Answers of repeatable calls are kept as bytes; nothing kept any before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotations_app", "0004_inputs_add_jobs")]

    operations = [
        migrations.RemoveField(model_name="idempotencykey", name="answer"),
        migrations.AddField(
            model_name="idempotencykey", name="answer", field=models.BinaryField(default=b""), preserve_default=False
        ),
        migrations.AddIndex(
            model_name="idempotencykey", index=models.Index(fields=["at"], name="idempotency_key_by_age")
        ),
    ]
