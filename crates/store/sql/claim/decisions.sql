-- Every version of what was decided of lines, the first one first.
SELECT d.* FROM json_each(:lines) j CROSS JOIN line_decision d ON d.line = j.value ORDER BY j.key, d.version;
