package gradj.hosts.app;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;

/** Learns in the request's thread, in the server's pool and in the JDK's: all outlive the web application. */
public final class LessonServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        ExecutorService pool = (ExecutorService) getServletContext().getAttribute("pool");
        try {
            String learned = Lesson.learn();
            String there = pool.submit(Lesson::learn).get();
            String everywhere = ForkJoinPool.commonPool().submit(Lesson::learn).get();
            boolean isSame = learned.equals(there) && learned.equals(everywhere);
            response.getWriter().print(isSame ? learned : learned + " but also " + there + ", " + everywhere);
        } catch (InterruptedException | ExecutionException failure) {
            throw new ServletException(failure);
        }
    }
}
