"""`sourcegrade annotate`: what a hostile article holds reaches the terminal as signs, never as commands."""

from click.testing import CliRunner

from service.cli.annotate import annotate

ARTICLE = "\x1b]0;gone\x07Alderton Council said on Monday that the \x1b[2Jbridge \u202ewas safe\u202c. “It \x9b2J holds,” the mayor said.\n"


def test_an_article_commands_no_terminal(tmp_path):
    file = tmp_path / "article\x1b[31m.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    shown = CliRunner().invoke(annotate, [str(file)])
    assert shown.exit_code == 0
    assert "was safe" in shown.output
    assert "holds" in shown.output
    assert all(sign.isprintable() or sign == "\n" for sign in shown.output)
