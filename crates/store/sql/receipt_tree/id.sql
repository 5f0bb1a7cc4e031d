SELECT id FROM receipt_tree WHERE principal = :principal AND root = :root AND signature = :signature;
