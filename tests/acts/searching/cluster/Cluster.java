import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * A real OpenSearch of several nodes in one process, for tests: `java -cp JARS Cluster.java FOLDER NODES PORT`.
 *
 * Says "ready URL URL …" once every node has joined. Reads lines: "stop N" closes node N (from 0), "start N" opens it
 * again; each is answered by a line. Ends when its input ends.
 */
public class Cluster {
    public static void main(String[] arguments) throws Exception {
        String folder = arguments[0];
        int nodes = Integer.parseInt(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.setMaxHttpPort(port + nodes);
        runner.onBuild((number, settings) -> {
            settings.put("http.port", port + number - 1);
            settings.put("network.host", "127.0.0.1");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            settings.put("node.processors", 1);
        });
        runner.build(OpenSearchRunner.newConfigs()
            .basePath(folder)
            .clusterName("tarazy-tests")
            .baseHttpPort(port - 1)
            .numOfNode(nodes)
            .disableESLogger());
        runner.ensureGreen();
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
            }
            System.out.println("done " + line.trim());
        }
        Runtime.getRuntime().halt(0);
    }
}
