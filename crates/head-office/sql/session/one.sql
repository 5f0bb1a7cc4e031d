SELECT session.clerk, session.csrf, session.begun_at, session.seen_at, clerk.role
  FROM session JOIN clerk ON clerk.name = session.clerk
 WHERE session.token_hash = :token_hash AND clerk.left_at IS NULL
