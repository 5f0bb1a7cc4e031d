DELETE FROM session WHERE clerk = :clerk
