import base64
import json

# Books in memory: books that clients create are lost when the execution environment ends.
books = {
    "1": {"id": "1", "title": "The Left Hand of Darkness", "author": "Ursula K. Le Guin"},
    "2": {"id": "2", "title": "Invisible Cities", "author": "Italo Calvino"},
}


def list_books(event):
    return respond(200, list(books.values()))


def show_book(event):
    book_id = event["pathParameters"]["id"]
    book = books.get(book_id)
    return respond(200, book) if book else respond(404, {"message": f"there is no book {book_id}"})


def create_book(event):
    new = parse(event)
    title, author = new.get("title"), new.get("author")
    if not isinstance(title, str) or not isinstance(author, str):
        return respond(400, {"message": "send a JSON object with the strings title and author"})
    book = {"id": str(len(books) + 1), "title": title, "author": author}
    books[book["id"]] = book
    return respond(201, book, {"location": f"/books/{book['id']}"})


ROUTES = {"GET /books": list_books, "GET /books/{id}": show_book, "POST /books": create_book}


def handler(event, context):
    route = ROUTES.get(event["routeKey"])
    return route(event) if route else respond(404, {"message": f"no handler for {event['routeKey']}"})


def parse(event):
    body = event.get("body", "")
    try:
        new = json.loads(base64.b64decode(body) if event["isBase64Encoded"] else body)
    except ValueError:
        return {}
    return new if isinstance(new, dict) else {}


def respond(status_code, body, headers=None):
    return {
        "statusCode": status_code,
        "headers": {"content-type": "application/json", **(headers or {})},
        "body": json.dumps(body),
    }
