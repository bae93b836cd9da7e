"""Read models: functions from facts to rows, the rows, and the questions they answer."""
