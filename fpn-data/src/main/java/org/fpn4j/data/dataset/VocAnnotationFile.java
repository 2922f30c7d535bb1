package org.fpn4j.data.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.fpn4j.core.problem.UserInputException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The annotation of one image in Pascal VOC's XML.
 *
 * @param width declared, 0 where it is not
 * @param height declared, 0 where it is not
 */
record VocAnnotationFile(Path path, long width, long height, List<VocObject> objects) {
    VocAnnotationFile {
        objects = List.copyOf(objects);
    }

    /**
     * One object; coordinates as written, counted from 1.
     *
     * @param position place among the file's objects, from 1
     * @param fault what is wrong with it, empty if nothing is
     */
    record VocObject(
            int position,
            String name,
            boolean difficult,
            double xmin,
            double ymin,
            double xmax,
            double ymax,
            String fault) {}

    /** @throws UserInputException if the file is not well-formed XML or not an annotation */
    static VocAnnotationFile read(Path path) {
        Element root;
        try (var stream = Files.newInputStream(path)) {
            root = parser().parse(stream).getDocumentElement();
        } catch (SAXParseException e) {
            throw new UserInputException(
                    path + ":" + e.getLineNumber() + ":" + e.getColumnNumber(), "file is not XML: " + e.getMessage());
        } catch (SAXException | IOException e) {
            throw new UserInputException(path.toString(), "file cannot be read: " + e.getMessage());
        }
        if (!root.getTagName().equals("annotation")) {
            throw new UserInputException(
                    path.toString(), "root element[" + root.getTagName() + "] must be [annotation]");
        }
        List<VocObject> objects = new ArrayList<>();
        for (Element object : children(root, "object")) {
            objects.add(object(objects.size() + 1, object));
        }
        List<Element> sizes = children(root, "size");
        return new VocAnnotationFile(path, size(sizes, "width"), size(sizes, "height"), objects);
    }

    private static VocObject object(int position, Element object) {
        String name = text(object, "name");
        boolean difficult = text(object, "difficult").equals("1");
        List<Element> boxes = children(object, "bndbox");
        if (boxes.isEmpty()) {
            return new VocObject(position, name, difficult, 0, 0, 0, 0, "bndbox is missing");
        }
        List<String> faults = new ArrayList<>();
        double[] corners = new double[4];
        String[] names = {"xmin", "ymin", "xmax", "ymax"};
        for (int i = 0; i < corners.length; i++) {
            String written = text(boxes.get(0), names[i]);
            corners[i] = number(written);
            if (!Double.isFinite(corners[i])) {
                faults.add(written.isEmpty() ? names[i] + " is missing" : names[i] + "[" + written + "] is no number");
            }
        }
        return new VocObject(
                position, name, difficult, corners[0], corners[1], corners[2], corners[3], String.join("; ", faults));
    }

    private static long size(List<Element> sizes, String name) {
        double value = sizes.isEmpty() ? 0 : number(text(sizes.get(0), name));
        return Double.isFinite(value) ? Math.round(value) : 0;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    /** A parser that follows no references out of the file and keeps quiet about errors, which are thrown. */
    private static DocumentBuilder parser() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        try {
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new ThrowingHandler());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the platform's XML parser lacks a feature", e);
        }
    }

    private static final class ThrowingHandler implements ErrorHandler {
        @Override
        public void warning(SAXParseException warning) {
            // a warning leaves the document usable
        }

        @Override
        public void error(SAXParseException error) throws SAXException {
            throw error;
        }

        @Override
        public void fatalError(SAXParseException error) throws SAXException {
            throw error;
        }
    }
}
