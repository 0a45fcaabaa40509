# Asks the voice for its pulse, by the name that the containers' own network gives it, and remembers each answer.
while :; do
    wget -q -O - http://voice:8080/cgi-bin/pulse >>/memory/pulse.log
    sleep 5
done
