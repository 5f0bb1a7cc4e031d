INSERT INTO trail (at, clerk, action, about, detail) VALUES (:at, :clerk, :action, :about, :detail)
