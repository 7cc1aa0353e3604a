package io.streambus.demo;

import io.streambus.demo.stage.Ports;

/** What {@code --idle} tells its user to type: the documentation's own commands with the brokers that are there. */
final class IdleText {

    private IdleText() {}

    static String of(Ports ports) {
        return """
                Create a link (its id is in the answer), and start it:

                  curl -X POST http://localhost:${bridge}/api/v1/replication/links \\
                    -H "Content-Type: application/json" \\
                    -d '{
                      "name": "DR Replication",
                      "type": "active-passive",
                      "source_cluster": {
                        "cluster_id": "primary",
                        "brokers": ["${west}"]
                      },
                      "target_cluster": {
                        "cluster_id": "dr",
                        "brokers": ["${east}"]
                      },
                      "topics": ["orders", "users"]
                    }'
                  curl -X POST http://localhost:${bridge}/api/v1/replication/links/{id}/start

                Write a record to us-west-1, and read it on us-east-1 (a new topic is taken up within some 10 s):

                  echo 'order-1:{"amount":12}' | kcat -P -b ${west} -t orders -K : -H region=us-west-1
                  kcat -C -b ${east} -t orders -o beginning -e -f '%p@%o %k %s %h %T\\n'

                Look, and clean up:

                  curl http://localhost:${bridge}/api/v1/replication/links
                  curl http://localhost:${bridge}/api/v1/replication/links/{id}/metrics
                  curl http://localhost:${bridge}/api/v1/replication/links/{id}/health
                  curl -X POST http://localhost:${bridge}/api/v1/replication/links/{id}/stop
                  curl -X DELETE http://localhost:${bridge}/api/v1/replication/links/{id}
                """.replace("${bridge}", String.valueOf(ports.bridge()))
                .replace("${west}", ports.westBrokers())
                .replace("${east}", ports.eastBrokers());
    }
}
