import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.opensearch.action.admin.cluster.health.ClusterHealthResponse;

/**
 * A real OpenSearch of several nodes in one process, for tests: `java -cp JARS Cluster.java FOLDER NODES PORT`.
 *
 * Says "ready URL URL …" once every node has joined. Reads lines: "stop N" closes node N (from 0), "start N" opens it
 * again; each is answered by a line, "start" once the node has joined. Ends when its input ends.
 *
 * PORT and the NODES after it serve HTTP; as many more carry what nodes say to each other. Nodes know each other by
 * these ports only: left to look for others of their name, two clusters on a machine become one.
 */
public class Cluster {
    public static void main(String[] arguments) throws Exception {
        String folder = arguments[0];
        int nodes = Integer.parseInt(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        List<String> seeds = new ArrayList<>();
        for (int number = 0; number < nodes; number++) {
            seeds.add("127.0.0.1:" + (port + nodes + number));
        }
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.setMaxHttpPort(port + nodes);
        runner.onBuild((number, settings) -> {
            settings.put("http.port", port + number - 1);
            settings.put("transport.port", port + nodes + number - 1);
            settings.put("network.host", "127.0.0.1");
            settings.putList("discovery.seed_hosts", seeds);
            settings.putList("cluster.initial_cluster_manager_nodes", "Node 1");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            settings.put("node.processors", 1);
        });
        runner.build(OpenSearchRunner.newConfigs()
            .basePath(folder)
            .clusterName("tarazy-tests-" + port)
            .baseHttpPort(port - 1)
            .numOfNode(nodes)
            .disableESLogger());
        waitForNodes(runner, nodes);
        StringBuilder ready = new StringBuilder("ready");
        for (int number = 0; number < nodes; number++) {
            ready.append(" http://127.0.0.1:").append(port + number);
        }
        System.out.println(ready);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.trim().split(" ");
            int number = Integer.parseInt(words[1]);
            if (words[0].equals("stop")) {
                runner.getNode(number).close();
            } else {
                runner.startNode(number);
                waitForNodes(runner, nodes);
            }
            System.out.println("done " + line.trim());
        }
        Runtime.getRuntime().halt(0);
    }

    private static void waitForNodes(OpenSearchRunner runner, int nodes) {
        ClusterHealthResponse health = runner.client().admin().cluster().prepareHealth()
            .setWaitForNodes(String.valueOf(nodes)).setTimeout("100s").get("110s");
        if (health.isTimedOut()) {
            throw new IllegalStateException("the nodes did not join: " + health);
        }
    }
}
